import { Component, type ReactNode } from 'react';

interface BoundaryState {
  readonly failed: string | null;
}

/** Keeps the failure of one panel inside it: the others, and the stop, go on. */
export class PanelBoundary extends Component<{ readonly title: string; readonly children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { failed: null };

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { failed: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { failed } = this.state;
    if (failed === null) return this.props.children;
    return (
      <div role="alert" className="flex h-full flex-col items-center justify-center gap-2 p-4 text-center">
        <p className="text-warn">{this.props.title} could not be drawn</p>
        <p className="max-w-80 text-caption break-words text-ink-3">{failed.slice(0, 300)}</p>
        <button
          type="button"
          className="h-6 rounded-sm bg-raised px-3 text-ink-2 hover:text-ink"
          onClick={() => this.setState({ failed: null })}
        >
          Draw it again
        </button>
      </div>
    );
  }
}
