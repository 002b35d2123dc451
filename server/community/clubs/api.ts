import { router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import type { WhoVariables } from '../../mall/shoppers/middleware.ts';
import { givingRoutes } from './giving-routes.ts';
import { clubPeopleRoutes } from './invitations/routes.ts';
import { clubRoutes } from './routes.ts';
import { clubShopRoutes } from './till/routes.ts';
import { clubWriteRoutes } from './write-routes.ts';

/** All routes of clubs, of what is given to them, and of what a mall does for them. */
export const clubApi = (services: Services) =>
  router<WhoVariables>()
    // First: `preview` and `join` are no ids.
    .route('/', clubPeopleRoutes(services))
    .route('/', clubRoutes(services))
    .route('/', clubWriteRoutes(services))
    .route('/', givingRoutes(services))
    .route('/', clubShopRoutes(services));
