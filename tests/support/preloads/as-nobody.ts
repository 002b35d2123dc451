// Loaded into a service before it starts: root may write what nobody may.
process.setgroups?.([]);
process.setgid?.(65534);
process.setuid?.(65534);
