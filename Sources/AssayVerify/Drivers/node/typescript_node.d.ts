// What tests need of Node's types where @types/node is not installed.
declare module "node:test" {
  type Body = (context: any, done: (error?: unknown) => void) => unknown;
  interface Test {
    (name: string, body?: Body): Promise<void>;
    (name: string, options: object, body?: Body): Promise<void>;
    skip: Test;
    todo: Test;
    only: Test;
  }
  export const test: Test;
  export const it: Test;
  export const describe: Test;
  export const suite: Test;
  export function before(body: Body): void;
  export function after(body: Body): void;
  export function beforeEach(body: Body): void;
  export function afterEach(body: Body): void;
  export const mock: any;
  export default test;
}
declare module "node:*";
declare module "assert";
declare module "fs";
declare module "path";
declare module "util";
declare var process: any;
declare var require: any;
declare var module: any;
declare var Buffer: any;
