import { router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import type { WhoVariables } from '../../mall/shoppers/middleware.ts';
import { claimRoutes } from './claims/routes.ts';
import { wishClubRoutes } from './club/routes.ts';
import { heartRoutes } from './hearts/routes.ts';
import { wishlistWriteRoutes } from './list-routes.ts';
import { partRoutes } from './parts/routes.ts';
import { wishlistPeopleRoutes } from './people/routes.ts';
import { wishlistRoutes } from './routes.ts';
import { visitRoutes } from './visits/routes.ts';
import { wishWriteRoutes } from './wish-routes.ts';

/** All routes of lists, wishes, hearts and gifts. */
export const wishlistApi = (services: Services) =>
  router<WhoVariables>()
    .route('/', wishlistRoutes(services))
    .route('/', wishlistWriteRoutes(services))
    .route('/', wishWriteRoutes(services))
    .route('/', heartRoutes(services))
    .route('/', wishlistPeopleRoutes(services))
    .route('/', visitRoutes(services))
    .route('/', claimRoutes(services))
    .route('/', partRoutes(services))
    .route('/', wishClubRoutes(services));
