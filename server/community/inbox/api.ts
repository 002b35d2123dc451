import { router } from '../../base/http/route.ts';
import type { Services } from '../../base/services.ts';
import type { WhoVariables } from '../../mall/shoppers/middleware.ts';
import { channelRoutes } from './channel-routes.ts';
import type { Told } from './notices.ts';
import { inboxRoutes } from './routes.ts';

/** All routes of the inbox and of the ways to reach a shopper. */
export const inboxApi = (services: Services, more: Told) =>
  router<WhoVariables>().route('/', inboxRoutes(services, more)).route('/', channelRoutes(services));
