/** How fields and buttons of forms look. */
export const fieldClass = 'h-6 rounded-sm border border-line bg-ground px-1.5 text-ink aria-invalid:border-warn';
export const buttonClass = 'h-6 rounded-sm bg-raised px-3 text-ink-2 hover:text-ink disabled:text-ink-3';

/** The same in bars above what a panel shows. */
export const barFieldClass = 'h-5 rounded-sm bg-raised px-1 text-caption text-ink-2 outline-none focus-visible:outline';
