import type { Route } from '../http/router.ts';
import type { World } from '../world/world.ts';
import { awardRoutes } from './awardRoutes.ts';
import { boardRoutes } from './boardRoutes.ts';
import { fileRoutes } from './fileRoutes.ts';
import { historyRoutes } from './historyRoutes.ts';
import { instanceRoutes } from './instanceRoutes.ts';
import { IssueRoutes } from './issueRoutes.ts';
import { issueWriteRoutes } from './issueWriteRoutes.ts';
import { linkRoutes } from './linkRoutes.ts';
import { moveRoutes } from './moveRoutes.ts';
import { neighbourRoutes } from './neighbourRoutes.ts';
import { noteRoutes } from './noteRoutes.ts';
import { noteWriteRoutes } from './noteWriteRoutes.ts';
import { projectRoutes } from './projectRoutes.ts';
import { subscriptionRoutes } from './subscriptionRoutes.ts';
import { labelWriteRoutes } from './labelWriteRoutes.ts';
import { markdownRoutes } from './markdownRoutes.ts';
import { templateRoutes } from './templateRoutes.ts';
import { uploadRoutes } from './uploadRoutes.ts';
import { timeRoutes } from './timeRoutes.ts';

/** All endpoints. */
export function allRoutes(world: World): Route[] {
  return [
    ...instanceRoutes,
    ...projectRoutes,
    ...new IssueRoutes(world).routes,
    ...issueWriteRoutes,
    ...noteRoutes,
    ...noteWriteRoutes,
    ...subscriptionRoutes,
    ...timeRoutes,
    ...moveRoutes,
    ...linkRoutes,
    ...awardRoutes,
    ...historyRoutes,
    ...neighbourRoutes,
    ...boardRoutes,
    ...labelWriteRoutes,
    ...uploadRoutes,
    ...fileRoutes,
    ...templateRoutes,
    ...markdownRoutes,
  ];
}
