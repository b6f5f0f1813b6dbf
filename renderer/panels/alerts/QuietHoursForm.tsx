import { type JSX, useId } from 'react';
import type { QuietHours } from '../../../app/contract/alerts.ts';
import { fieldClass } from '../../components/fieldClasses.ts';
import { useSetQuietHours } from './useAlertCommands.ts';

const usual = { fromMinute: 22 * 60, untilMinute: 7 * 60 } as const;

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** Minutes of the day, or null where it is no time. */
export function minuteOf(text: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match === null ? null : Number(match[1]) * 60 + Number(match[2]);
}

/** From when until when nothing but urgent alerts is said aloud. */
export function QuietHoursForm({ quietHours, isQuiet }: { quietHours: QuietHours; isQuiet: boolean }): JSX.Element {
  const set = useSetQuietHours();
  const [fromId, untilId] = [useId(), useId()];
  const { fromMinute, untilMinute } = quietHours ?? usual;
  const change = (part: Partial<NonNullable<QuietHours>>): void => void set({ fromMinute, untilMinute, ...part });
  return (
    <div className="flex flex-col gap-2 p-2">
      <label className="flex items-center gap-1.5">
        <input
          type="checkbox"
          data-testid="quiet-on"
          checked={quietHours !== null}
          onChange={({ target }) => void set(target.checked ? usual : null)}
        />
        Keep quiet hours
      </label>
      <div className="flex items-center gap-3">
        <label htmlFor={fromId} className="text-ink-2">
          From
        </label>
        <input
          id={fromId}
          type="time"
          disabled={quietHours === null}
          className={fieldClass}
          value={clock(fromMinute)}
          onChange={({ target }) => {
            const minute = minuteOf(target.value);
            if (minute !== null) change({ fromMinute: minute });
          }}
        />
        <label htmlFor={untilId} className="text-ink-2">
          until
        </label>
        <input
          id={untilId}
          type="time"
          disabled={quietHours === null}
          className={fieldClass}
          value={clock(untilMinute)}
          onChange={({ target }) => {
            const minute = minuteOf(target.value);
            if (minute !== null) change({ untilMinute: minute });
          }}
        />
      </div>
      <p className="text-caption text-ink-3">
        {isQuiet ? 'It is quiet now. ' : ''}In quiet hours everything is listed, and only urgent rules notify or sound.
        Times are those of this computer.
      </p>
    </div>
  );
}
