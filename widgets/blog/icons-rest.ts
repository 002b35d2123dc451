// Drawn on a grid of 24: those of what stands below the wishes.
export const HEART =
  'M12 20S4 15.2 4 9.4C4 6.7 6 5 8.2 5c1.6 0 3 .9 3.8 2.3C12.8 5.9 14.2 5 15.8 5 18 5 20 6.7 20 9.4 20 15.2 12 20 12 20z';
export const NOTE =
  'M9 18V5.5l10-2V16M9 18a2.5 2 0 1 1-5 0 2.5 2 0 1 1 5 0zM19 16a2.5 2 0 1 1-5 0 2.5 2 0 1 1 5 0z';
export const PLAY = 'M8 5.5v13l11-6.5z';
export const PICTURES = 'M4 8h12v12H4zM8 8V4h12v12h-4';
