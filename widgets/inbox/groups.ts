import type { TaskItemView } from '../../server/tasks/schema.ts';

export type GroupName = 'late' | 'today' | 'week' | 'later' | 'none';
export interface Group {
  name: GroupName;
  tasks: TaskItemView[];
}

const order: GroupName[] = ['late', 'today', 'week', 'later', 'none'];

/** The tasks under their headings, in the order that the server gave them. */
export function groupsOf(tasks: TaskItemView[]): Group[] {
  const groups = new Map<GroupName, TaskItemView[]>();
  for (const task of tasks) {
    const name = groupOf(task);
    const group = groups.get(name);
    if (group) group.push(task);
    else groups.set(name, [task]);
  }
  return order.filter((name) => groups.has(name)).map((name) => ({ name, tasks: groups.get(name)! }));
}

function groupOf({ due }: TaskItemView): GroupName {
  if (!due) return 'none';
  if (due.late) return 'late';
  if (due.daysLeft === 0) return 'today';
  // The week ends with Sunday (ISO 8601); the server's today is the due date less the days that are left.
  const weekday = (new Date(`${due.dueDate}T00:00:00Z`).getUTCDay() + 6) % 7;
  return weekday - due.daysLeft >= 0 ? 'week' : 'later';
}
