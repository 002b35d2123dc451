import { router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import type { WhoVariables } from '../../mall/shoppers/middleware.ts';
import { myBlogRoutes } from './my-routes.ts';
import { purchaseRoutes } from './purchases/routes.ts';
import { blogRoutes } from './routes.ts';
import { storyRoutes } from './stories/routes.ts';
import { storyWriteRoutes } from './stories/write-routes.ts';

/** All routes of blogs, what is shown in them, and stories. */
export const blogApi = (services: Services) =>
  router<WhoVariables>()
    .route('/', blogRoutes(services))
    .route('/', myBlogRoutes(services))
    .route('/', purchaseRoutes(services))
    .route('/', storyRoutes(services))
    .route('/', storyWriteRoutes(services));
