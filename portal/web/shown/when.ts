// Instants as a person reads them, each with the time zone it is said in.

/** `5 Oct 2026, 14:03 GMT+2` */
export function when(instant: string | null, timeZone: string): string {
  if (instant === null) return '–';
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(date);
}

/** `3 days late`, `today`, `12 days left` */
export function daysLeftSay(days: number): string {
  if (days === 0) return 'due today';
  const count = Math.abs(days);
  return `${count} ${count === 1 ? 'day' : 'days'} ${days < 0 ? 'late' : 'left'}`;
}

/** `1.5 hours`, `3 days` */
export function hoursSay(hours: number | null): string {
  if (hours === null) return '–';
  if (hours < 48) return `${Math.round(hours * 10) / 10} hours`;
  return `${Math.round(hours)} hours (${Math.round(hours / 24)} days)`;
}
