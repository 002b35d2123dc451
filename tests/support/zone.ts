/** A time zone whose clocks show that hour at that moment. */
export function zoneAt(hour: number, at = Date.now()): string {
  const ahead = ((hour - new Date(at).getUTCHours() + 35) % 24) - 11;
  return ahead === 0 ? 'UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}
