import type { LeadersTranslation } from './index.ts';

export default {
  leadersTitle: 'Most helpful members',
  leadersMine: 'My profile',
  leadersPeriod: 'Period',
  leadersWeek: 'This week',
  leadersAll: 'All time',
  leadersCategory: 'Category',
  leadersEvery: 'All categories',
  leadersList: 'Members who helped most',
  leadersLoading: 'Loading the list',
  leadersPlace: 'Place {place}',
  leadersMe: 'You',
  leadersHelped: { one: 'Helped {count} person', other: 'Helped {count} people' },
  leadersNoneWeek: 'Nobody yet this week',
  leadersNone: 'Nobody yet',
  leadersInvite: 'When a review of yours helps somebody, your name appears here.',
  leadersFailed: 'The list could not be loaded',
  leadersOfflineHint: 'The list will appear once you are connected.',
  leadersRefused: 'The list cannot be shown right now',
  leadersSignIn: 'Sign in to see the list',
} satisfies LeadersTranslation;
