// Loaded into a service before it starts, for a control: SQLite leaves it to the system when bytes reach the disk.
import Sqlite from 'better-sqlite3';

const { pragma } = Sqlite.prototype;
Sqlite.prototype.pragma = function (this: Sqlite.Database, text, options) {
  return pragma.call(this, text.replace(/^synchronous = \w+$/, 'synchronous = OFF'), options);
};
