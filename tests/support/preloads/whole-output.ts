// A file of tests is made to end (--test-force-exit) when its last test has: what it has told by then must have left it.
// Pipes are written to by and by, and of what is left at the exit nobody would ever learn.
for (const { _handle: pipe } of [process.stdout, process.stderr] as {
  _handle?: { setBlocking?(is: boolean): void };
}[])
  pipe?.setBlocking?.(true);
