/** GitLab's limit for notes and descriptions, in characters. https://docs.gitlab.com/administration/instance_limits/ */
export const longestText = 1_000_000;
