import { router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import type { WhoVariables } from '../../mall/shoppers/middleware.ts';
import { reviewRoutes } from './routes.ts';
import { voteRoutes } from './vote-routes.ts';
import { reviewWriteRoutes } from './write-routes.ts';

/** All routes of reviews and votes. */
export const reviewApi = (services: Services) =>
  router<WhoVariables>()
    .route('/', reviewRoutes(services))
    .route('/', reviewWriteRoutes(services))
    .route('/', voteRoutes(services));
