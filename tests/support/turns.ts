/** Watches the turns of this process's event loop: how long the longest of them kept everybody waiting. */
export function longestTurn() {
  let wallMs = 0;
  let cpuMs = 0;
  let isOver = false;
  const cpu = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  let wall = performance.now();
  let used = cpu();
  // One look a turn: what lies between two looks is what one turn did.
  const look = () => {
    const nowWall = performance.now();
    const nowUsed = cpu();
    wallMs = Math.max(wallMs, nowWall - wall);
    cpuMs = Math.max(cpuMs, nowUsed - used);
    wall = nowWall;
    used = nowUsed;
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  return {
    stop() {
      isOver = true;
      return { wallMs, cpuMs };
    },
  };
}
