import { router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import type { WhoVariables } from '../../mall/shoppers/middleware.ts';
import { feedRoutes } from './feed/routes.ts';
import { frontRoutes } from './front/routes.ts';
import { saleRoutes } from './sales/routes.ts';
import { blogVisitRoutes } from './visits/routes.ts';
import { visitJobs } from './visits/sweep.ts';

/** What others do with a blog and what comes of it: visits, what is new at neighbours, sales, the mall's front page. */
export const blogSocialApi = (services: Services) =>
  router<WhoVariables>()
    .route('/', blogVisitRoutes(services))
    .route('/', saleRoutes(services))
    .route('/', feedRoutes(services))
    .route('/', frontRoutes(services));

/** What of that is done later, again and again. */
export function blogSocialJobs(services: Services): void {
  visitJobs(services);
}
