import { router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import type { WhoVariables } from '../shoppers/middleware.ts';
import { checkoutRoutes } from './checkout-routes.ts';
import { pointsOwnerRoutes } from './owner-routes.ts';
import { walletRoutes } from './routes.ts';

/** All routes of points. */
export const pointsApi = (services: Services) =>
  router<WhoVariables>()
    .route('/', walletRoutes(services))
    .route('/', checkoutRoutes(services))
    .route('/', pointsOwnerRoutes(services));
