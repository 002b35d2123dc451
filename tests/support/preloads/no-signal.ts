// Loaded into a service before it starts: a file at its limit fails the write, as a disk does, and not the process.
process.on('SIGXFSZ', () => undefined);
