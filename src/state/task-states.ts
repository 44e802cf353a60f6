import type { TaskStatus } from '../api/tasks.ts'

/** Whether nothing more comes of a task unless somebody has it run again. */
export const isOver = (status: TaskStatus): boolean => !['queued', 'running', 'waiting'].includes(status)
