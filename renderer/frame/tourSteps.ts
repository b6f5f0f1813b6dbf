import type { PanelId } from '../../app/contract/workspace.ts';

export interface TourStep {
  readonly title: string;
  readonly text: string;
  /** Brought to the front while the step is read; its keyboard stays where it was. */
  readonly panel: PanelId | null;
}

/** What somebody has to know before trading, in under a minute. */
export const tourSteps: readonly TourStep[] = [
  {
    title: 'Where the money is',
    text: 'The badge at the upper left says what you trade on. DEVNET is a chain inside this program with money of its own: nothing you do here costs anything. PAPER fills on real markets without sending; LIVE sends.',
    panel: null,
  },
  {
    title: 'What it finds',
    text: 'Every route that pays, what it brings after gas, and what became of it. Figures are exact on hover; a click shows the route in every linked panel, Enter takes it apart.',
    panel: 'opportunities',
  },
  {
    title: 'How far it may go',
    text: 'Beside the badge each strategy has a mode. Off: nothing. Watch: it finds and never sends. Approve: you say yes to each order. Automate: it trades by itself within a budget and a time that you grant, and no further.',
    panel: null,
  },
  {
    title: 'Saying yes',
    text: 'A ticket waits here with its checks and what it costs at worst. F8 moves the keyboard into the approve view and back; only there Enter approves and Backspace rejects.',
    panel: 'ticket',
  },
  {
    title: 'Stopping',
    text: 'F12 or the red button halts everything at once, even while this window hangs, and asks nothing. Resuming always asks. Reduce-only opens nothing new.',
    panel: null,
  },
  {
    title: 'What it brought',
    text: 'What was earned and what it cost, failures too. The books must equal the chain to the wei; where they differ, trading halts.',
    panel: 'profit',
  },
  {
    title: 'Finding your way',
    text: 'Ctrl K finds every command, token, pool, order and transaction. F1 has every key and what each panel shows; Ctrl and a comma the settings. The tour is among the commands too.',
    panel: null,
  },
];
