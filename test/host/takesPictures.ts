/** Whether the tests take pictures of what they show, for review. `npm test -- --pictures` sets the variable. */
export const takesPictures = process.env['TEST_PICTURES'] === '1';
