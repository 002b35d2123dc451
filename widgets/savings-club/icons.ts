// Drawn on a grid of 24, for parts/icons.ts.
export const GIFT =
  'M4.5 11.5h15V20h-15zM3.5 8h17v3.5h-17zM12 8v12M12 8C8.5 8 7 6.8 7 5.4 7 3.6 9.6 3 10.6 4.8L12 8l1.4-3.2C14.4 3 17 3.6 17 5.4 17 6.8 15.5 8 12 8z';
export const PEOPLE =
  'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.8 19.5c.3-3.6 2.7-5.5 6.2-5.5s5.9 1.9 6.2 5.5M15.5 4.9a3.3 3.3 0 0 1 0 6.3M17.8 14.5c2 .7 3.2 2.3 3.4 5';
export const LOCK = 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3';
