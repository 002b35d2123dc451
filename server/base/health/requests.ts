import { Counter, collectDefaultMetrics, Gauge, type Histogram } from 'prom-client';
import type { Services } from '../services.ts';

/** Counts of what the process does, by route pattern: no path, no address, nothing of a person. */
export interface RequestMetrics {
  observe(method: string, route: string, status: number, seconds: number): void;
  /** One was told to come again (503) before any route was looked for: counted, and its time is nobody's. */
  turnedAway(method: string): void;
}

const TURNED_AWAY = 'turned away';
const SECONDS_NAME = 'dangol_request_seconds';
/** Seconds; the last bucket has no limit. */
const WITHIN = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, Number.POSITIVE_INFINITY];

/** What was answered to one method of one route. */
interface Tally {
  method: string;
  route: string;
  /** How many, by status. */
  answered: Map<number, number>;
  /** How many took no longer than each limit, but longer than the one before. */
  took: number[];
  seconds: number;
}

/**
 * Counts requests where that costs next to nothing, and puts the figures into the library's form when somebody reads them:
 * to find a counter and a histogram by their labels at each request takes a fifth as long as a kept answer.
 */
export function requestMetrics(services: Pick<Services, 'metrics' | 'hub'>): RequestMetrics {
  const registers = [services.metrics];
  const byRoute = new Map<string, Map<string, Tally>>();

  function tallyOf(method: string, route: string): Tally {
    const methods = byRoute.get(route) ?? new Map<string, Tally>();
    const known = methods.get(method);
    if (known) return known;
    const tally = { method, route, answered: new Map(), took: WITHIN.map(() => 0), seconds: 0 };
    byRoute.set(route, methods.set(method, tally));
    return tally;
  }
  const tallies = () => [...byRoute.values()].flatMap((methods) => [...methods.values()]);
  const count = ({ answered }: Tally, status: number) =>
    answered.set(status, (answered.get(status) ?? 0) + 1);

  new Counter({
    name: 'dangol_requests_total',
    help: 'Requests answered',
    labelNames: ['method', 'route', 'status'],
    registers,
    collect() {
      this.reset();
      for (const { method, route, answered } of tallies())
        for (const [status, times] of answered) this.inc({ method, route, status }, times);
    },
  });
  const seconds = {
    name: SECONDS_NAME,
    get: async () => ({
      name: SECONDS_NAME,
      help: 'Time to answer',
      type: 'histogram',
      aggregator: 'sum',
      values: tallies()
        .filter(({ route }) => route !== TURNED_AWAY)
        .flatMap(histogramOf),
    }),
  };
  // A registry asks no more of a metric than its name and its values.
  services.metrics.registerMetric(seconds as unknown as Histogram);
  new Gauge({
    name: 'dangol_streams_open',
    help: 'Live streams held by this process',
    registers,
    collect() {
      this.set(services.hub.listenerCount());
    },
  });
  collectDefaultMetrics({ register: services.metrics });
  return {
    observe(method, route, status, took) {
      const tally = tallyOf(method, route);
      count(tally, status);
      tally.seconds += took;
      const at = WITHIN.findIndex((limit) => took <= limit);
      tally.took[at] = (tally.took[at] ?? 0) + 1;
    },
    turnedAway: (method) => void count(tallyOf(method, TURNED_AWAY), 503),
  };
}

/** Prometheus counts in each bucket all that took less, too. */
function histogramOf({ method, route, took, seconds }: Tally) {
  const labels = { method, route };
  let sofar = 0;
  const buckets = took.map((times, at) => {
    sofar += times;
    const limit = WITHIN[at] ?? 0;
    const le = Number.isFinite(limit) ? String(limit) : '+Inf';
    return { metricName: `${SECONDS_NAME}_bucket`, labels: { le, ...labels }, value: sofar };
  });
  return [
    ...buckets,
    { metricName: `${SECONDS_NAME}_sum`, labels, value: seconds },
    { metricName: `${SECONDS_NAME}_count`, labels, value: sofar },
  ];
}
