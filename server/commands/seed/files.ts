/** Where the demo's data are: in a clone of the repository. */
const DATA = new URL('../../../demo/data/', import.meta.url);

export const dataUrl = (path: string): URL => new URL(path, DATA);
