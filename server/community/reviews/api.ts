import { router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import type { WhoVariables } from '../../mall/shoppers/middleware.ts';
import { openKeptReviews } from './kept.ts';
import { reviewRoutes } from './routes.ts';
import { voteRoutes } from './vote-routes.ts';
import { reviewWriteRoutes } from './write-routes.ts';

/** All routes of reviews and votes. */
export function reviewApi(services: Services) {
  const kept = openKeptReviews();
  return router<WhoVariables>()
    .route('/', reviewRoutes(services, kept))
    .route('/', reviewWriteRoutes(services, kept))
    .route('/', voteRoutes(services));
}
