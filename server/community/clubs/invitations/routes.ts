import { createRoute } from '@hono/zod-openapi';
import { Problem } from '../../../base/http/problem.ts';
import {
  IdempotencyHeader,
  json,
  jsonBody,
  MallParam,
  noStore,
  pathId,
  problems,
  router,
} from '../../../base/http/route.ts';
import type { Services } from '../../../base/services.ts';
import { memberOf, paced, require, type WhoVariables } from '../../../mall/shoppers/middleware.ts';
import { READ_PACE, shopperIdOf } from '../../../mall/shoppers/rules.ts';
import { writeOnce } from '../../../mall/shoppers/writing.ts';
import { findMember, seen } from '../access.ts';
import { ClubPage, LinkHeader } from '../contract.ts';
import { join } from '../members.ts';
import { ClubParam, clubView, viewing } from '../routes.ts';
import { isOver } from '../rules.ts';
import { writingOf } from '../store.ts';
import { toPreview } from '../views.ts';
import { clubFor, ONCE_REFUSALS, WRITE_PACE, WRITE_REFUSALS, WriteHeaders } from '../write-routes.ts';
import { ClubCode, ClubInvitation, ClubInvitations, ClubPreview, PostClubInvitation } from './contract.ts';
import { insertInvitation, invitedBy, listInvitations, madeInvitation, takeBackInvitation } from './store.ts';

const InvitationParam = ClubParam.extend({ invitation: pathId('invitation', 'Id of the invitation.') });
/** Codes that are tried. */
const CODE_PACE = { name: 'club-codes', points: 30, seconds: 600 };

/** Who comes to a club, and how. */
export function clubPeopleRoutes(services: Services) {
  const { database, secrets } = services;
  const mayWrite = [require(services, 'write'), paced(services, WRITE_PACE)];
  const mayTry = paced(services, CODE_PACE, 'writes');

  return router<WhoVariables>()
    .openapi(
      createRoute({
        method: 'get',
        path: '/{mall}/clubs/{club}/invitations',
        operationId: 'listClubInvitations',
        tags: ['clubs'],
        summary: 'Invitations to a club of mine that may still be accepted',
        security: [{ shopper: [] }],
        middleware: [require(services, 'read'), paced(services, READ_PACE)] as const,
        request: { params: ClubParam, headers: LinkHeader },
        responses: { 200: json(ClubInvitations, 'Those'), ...problems(...WRITE_REFUSALS, 'not-allowed') },
      }),
      async (c) => {
        noStore(c);
        const { club } = await clubFor(database.db, services, c, 'inside');
        return c.json(
          { items: await listInvitations(database.db, c.get('mall'), club, services.now()) },
          200,
        );
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/clubs/{club}/invitations',
        operationId: 'inviteToClub',
        tags: ['clubs'],
        summary: 'Invite others by link; the one it is for is invited by its starter',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: ClubParam, headers: WriteHeaders, body: jsonBody(PostClubInvitation) },
        responses: {
          201: json(ClubInvitation, 'The invitation with its code'),
          ...problems(...WRITE_REFUSALS, ...ONCE_REFUSALS, 'not-allowed', 'not-now', 'quota-full'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const body = c.req.valid('json');
        const shopperId = memberOf(c);
        const writing = writingOf(services, mall);
        const result = await writeOnce(c, services, body, async (trx) => {
          const { club, member } = await clubFor(trx, services, c, 'invite');
          if (body.role === 'person' && member?.role !== 'starter') throw new Problem('not-allowed');
          return { invitation: await insertInvitation(trx, writing, club, shopperId, body) };
        });
        noStore(c);
        const made = await madeInvitation(database.db, secrets, mall, result.invitation);
        if (!made) throw new Problem('gone');
        return c.json(made, 201);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{mall}/clubs/{club}/invitations/{invitation}',
        operationId: 'takeBackClubInvitation',
        tags: ['clubs'],
        summary: 'Take back an invitation of mine, or (the starter) any; who accepted it stays',
        security: [{ shopper: [] }],
        middleware: mayWrite,
        request: { params: InvitationParam, headers: LinkHeader },
        responses: { 204: { description: 'Taken back' }, ...problems(...WRITE_REFUSALS, 'not-allowed') },
      }),
      async (c) => {
        const shopperId = memberOf(c);
        const writing = writingOf(services, c.get('mall'));
        await database.write(async (trx) => {
          const { club, member } = await clubFor(trx, services, c, 'inside');
          const own = member?.role === 'starter' ? undefined : shopperId;
          if (!(await takeBackInvitation(trx, writing, club, c.req.valid('param').invitation, own)))
            throw new Problem('not-found');
        });
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/clubs/preview',
        operationId: 'previewClub',
        tags: ['clubs'],
        summary: 'What an invitation is to, for whoever holds its code, also before they are anybody here',
        middleware: [require(services, 'read'), mayTry] as const,
        request: { params: MallParam, body: jsonBody(ClubCode) },
        responses: {
          200: json(ClubPreview, 'What it is'),
          ...problems('sign-in-required', 'guest-not-allowed', 'token-refused', 'token-expired'),
        },
      }),
      async (c) => {
        noStore(c);
        const mall = c.get('mall');
        const shopperId = shopperIdOf(c.get('who'));
        const { code } = c.req.valid('json');
        const { club, invitation } = seen(
          await invitedBy(database.db, mall, code, shopperId, services.now()),
        );
        seen(isOver(club.state) ? undefined : club);
        const member = shopperId === undefined ? undefined : await findMember(database.db, club, shopperId);
        const isMember = (member !== undefined && member.left_at === null) || club.person_id === shopperId;
        return c.json(await toPreview(viewing(services, c), club, invitation.role, isMember), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{mall}/clubs/join',
        operationId: 'joinClub',
        tags: ['clubs'],
        summary: 'Accept an invitation to a club; members only',
        security: [{ shopper: [] }],
        middleware: [require(services, 'write'), mayTry] as const,
        request: { params: MallParam, headers: IdempotencyHeader, body: jsonBody(ClubCode) },
        responses: {
          200: json(ClubPage, 'The club'),
          ...problems(...WRITE_REFUSALS, ...ONCE_REFUSALS, 'own-thing', 'quota-full'),
        },
      }),
      async (c) => {
        const mall = c.get('mall');
        const body = c.req.valid('json');
        const shopperId = memberOf(c);
        const writing = writingOf(services, mall);
        const result = await writeOnce(c, services, body, async (trx) => {
          return { club: (await join(trx, writing, body.code, shopperId)).club_id };
        });
        noStore(c);
        return c.json(await clubView(services, c, result.club), 200);
      },
    );
}
