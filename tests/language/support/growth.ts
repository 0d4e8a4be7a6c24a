/**
 * How much more an item costs when there are many of them than when there is a tenth of them: about 1 where the time grows
 * as the number does, 10 where it grows as its square. Of the processor's time, which a busy machine does not make longer.
 */
export function growth(work: (count: number) => unknown, many: number): number {
  const cpu = (count: number) => {
    const before = process.cpuUsage();
    work(count);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  // The quickest of some: what runs for the first time is compiled on the way, and memory is tidied at any time.
  const quickest = (count: number) => Math.min(...[1, 2, 3].map(() => cpu(count)));
  return quickest(many) / quickest(many / 10) / 10;
}
