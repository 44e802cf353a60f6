/** Thrown through a task's work once it was cancelled or AIOS ends. */
export class Stopped extends Error {}
