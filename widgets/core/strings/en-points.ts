import type { PointsTranslation } from './index.ts';

export default {
  points: 'points',
  pointsMine: 'My {name}',
  pointsLine: '{amount}',
  pointsOf: { one: '{count} point', other: '{count} points' },
  pointsPlain: { one: '{count} point', other: '{count} points' },
  pointsNamed: '{count} {name}',
  pointsLoading: 'Loading your {name}',
  pointsSignIn: 'Sign in to see your {name}',
  pointsGuest: 'Your {name} begin to add up once you sign in',
  pointsSignInDo: 'Sign in',
  pointsSignInHow: 'Please sign in with the shop.',
  pointsRefused: 'Your {name} cannot be shown right now',
  pointsFailed: 'Your {name} could not be loaded',
  pointsFailedHint: 'What you have is safe. Please try again in a moment.',
  pointsOffline: 'You are offline',
  pointsOfflineHint: 'This will go on once you are connected.',
  pointsRetry: 'Try again',
} satisfies PointsTranslation;
