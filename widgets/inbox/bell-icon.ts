/** On a grid of 24, as those of parts/icons.ts. */
export const BELL = 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 21h4M12 5V3.2';
