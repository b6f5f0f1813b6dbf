import { z } from 'zod';

/** Keys that halt trading whichever program has the keyboard, as Electron names them. */
export const stopKeySettings = {
  'Ctrl+Shift+F12': { accelerator: 'Control+Shift+F12' },
  // Kept from every other program, the developer tools of browsers among them.
  F12: { accelerator: 'F12' },
  off: { accelerator: null },
} as const;
export type StopKeySetting = keyof typeof stopKeySettings;

export const stopKeySettingSchema = z.enum(Object.keys(stopKeySettings) as [StopKeySetting, ...StopKeySetting[]]);

export const stopKeyStateSchema = z.strictObject({
  keys: stopKeySettingSchema,
  /** Another program has them, so they do nothing here. */
  isTaken: z.boolean(),
});
export type StopKeyState = z.output<typeof stopKeyStateSchema>;
