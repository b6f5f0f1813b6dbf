import { app, type WebContents } from 'electron';
import type { Logger } from '../logging/logs.ts';
import { reloadPace } from './reloadPace.ts';

const bugExitCode = 70;

/** A bug of main ends it at once: its children end with it, and the next start resumes from the journal. */
export function exitOnBug(log: Logger): void {
  const end = (error: unknown): void => {
    log.fatal({ error: error instanceof Error ? error.stack : String(error) }, 'main failed');
    app.exit(bugExitCode);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}

/**
 * The GPU process is begun anew by Chromium, which falls back to drawing in software where that keeps failing, and after six more
 * deaths within the hour ends the whole application, trading with it. Where nothing is left to fall back to, it shall go on trying.
 */
export function outliveGpuProcess(log: Logger): void {
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (type !== 'GPU') return;
    const drawing = app.getGPUFeatureStatus().gpu_compositing;
    log.error({ reason, exitCode, drawing }, 'GPU process gone');
    if (drawing !== 'enabled') app.commandLine.appendSwitch('disable-gpu-process-crash-limit');
  });
}

/** A page whose renderer died is loaded again; the engine never noticed. */
export function reloadCrashedPage(contents: WebContents, name: string, log: Logger): void {
  const delayMs = reloadPace(() => performance.now());
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error({ page: name, reason, exitCode }, 'renderer gone');
    if (reason === 'clean-exit') return;
    setTimeout(() => {
      if (!contents.isDestroyed()) contents.reload();
    }, delayMs());
  });
  contents.on('unresponsive', () => log.warn({ page: name }, 'renderer does not respond'));
  contents.on('preload-error', (_event, _path, error) =>
    log.error({ page: name, error: error.message }, 'preload failed'),
  );
}
