// Which texts name a time zone: those of the IANA database, under old and new names.

/** Names of three letters that the database knows. Others (BST, IST) mean different zones to different people. */
const shortNames: ReadonlySet<string> = new Set([
  'CET',
  'EET',
  'EST',
  'GMT',
  'HST',
  'MET',
  'MST',
  'PRC',
  'ROC',
  'ROK',
  'UCT',
  'UTC',
  'WET',
]);

/**
 * An offset is no time zone: it does not know when clocks change.
 *
 * @example isTimeZone('Asia/Kolkata') // true, as is Asia/Calcutta; '+02:00', 'BST' and 'Europe/Atlantis' are not
 */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name) || /^SystemV\//i.test(name)) return false;
  if (/^[A-Za-z]{3}$/.test(name) && !shortNames.has(name.toUpperCase())) return false;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
