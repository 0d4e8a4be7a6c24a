import type { Affordance, Compiled, InstanceState, Task } from '../../definitions/index.ts';
import { refOf, seesDates, statusView, taskDue } from '../common/presenter.ts';
import type { TaskItemView } from './schema.ts';

export interface TaskContext {
  compiled: Compiled;
  state: InstanceState;
  /** What the actor may do on the instance. */
  allowed: Affordance[];
  clientName: string | null;
  assigneeName: string | null;
  /** Whether it is shown to a client's user. */
  isClient: boolean;
  now: string;
}

export function taskView(task: Task, at: TaskContext): TaskItemView {
  const { compiled, state, allowed } = at;
  const { input } = state;
  const own = allowed.filter((action) => action.taskId === task.id);
  const outside = allowed.filter((action) => action.taskId === null);
  return {
    id: `${input.instanceId}:${task.id}`,
    taskId: task.id,
    instanceId: input.instanceId,
    sequence: state.sequence,
    definition: { id: input.definition.id, title: compiled.definition.title },
    title: task.title,
    description: task.description ?? null,
    label: state.label,
    client: refOf(input.clientId, at.clientName),
    assignee: refOf(task.assigneeId, at.assigneeName),
    status: statusView(compiled, state.status),
    due: seesDates(compiled, state, at.isClient) ? taskDue(compiled, state, task, at.now) : null,
    openedAt: task.openedAt,
    actions: [...own, ...outside],
  };
}
