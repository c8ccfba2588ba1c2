import { z } from 'zod';
import holidayFile from './holidays.json' with { type: 'json' };

const file = z.strictObject({
  /** Days from Monday to Saturday on which offices are closed: public holidays, the days in lieu, 1 May. */
  days: z.array(z.iso.date()),
  /** Days on which they may be closed; taken for open ones until somebody has confirmed it (확인 필요). */
  unconfirmed: z.array(z.iso.date()),
});

const known = new Set(file.parse(holidayFile).days);

/** Whether offices in Korea are closed on this day (Seoul) though the week says open. Years past the file have no holidays. */
export function isHoliday(day: Temporal.PlainDate): boolean {
  return known.has(day.toString());
}
