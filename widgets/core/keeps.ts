/** Whether this browser keeps anything for us once the page is closed. */
export function keeps(): boolean {
  try {
    localStorage.setItem('dangol-try', '1');
    localStorage.removeItem('dangol-try');
    return true;
  } catch {
    return false;
  }
}
