/** Why this Node cannot run Dangol, or nothing: types are stripped without a flag since 22.18 and 23.6. */
export function tooOldNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)) return undefined;
  return `Node ${version} is too old: Dangol needs Node 22.18 or newer (24 is best; https://nodejs.org).`;
}
