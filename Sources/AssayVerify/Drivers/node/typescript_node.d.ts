// What programs and tests need of Node's types where @types/node is not installed: every module and global that Node 20 has.
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
declare module "assert/strict";
declare module "async_hooks";
declare module "buffer";
declare module "child_process";
declare module "cluster";
declare module "console";
declare module "constants";
declare module "crypto";
declare module "dgram";
declare module "diagnostics_channel";
declare module "dns";
declare module "dns/promises";
declare module "domain";
declare module "events";
declare module "fs";
declare module "fs/promises";
declare module "http";
declare module "http2";
declare module "https";
declare module "inspector";
declare module "inspector/promises";
declare module "module";
declare module "net";
declare module "os";
declare module "path";
declare module "path/posix";
declare module "path/win32";
declare module "perf_hooks";
declare module "process";
declare module "punycode";
declare module "querystring";
declare module "readline";
declare module "readline/promises";
declare module "repl";
declare module "stream";
declare module "stream/consumers";
declare module "stream/promises";
declare module "stream/web";
declare module "string_decoder";
declare module "sys";
declare module "timers";
declare module "timers/promises";
declare module "tls";
declare module "trace_events";
declare module "tty";
declare module "url";
declare module "util";
declare module "util/types";
declare module "v8";
declare module "vm";
declare module "wasi";
declare module "worker_threads";
declare module "zlib";
declare var process: any;
declare var require: any;
declare var module: any;
declare var exports: any;
declare var global: any;
declare var __dirname: string;
declare var __filename: string;
declare var Buffer: any;
interface Buffer extends Uint8Array {
  toString(encoding?: string, start?: number, end?: number): string;
  [name: string]: any;
}
declare function setImmediate(work: (...values: any[]) => unknown, ...values: any[]): any;
declare function clearImmediate(timer: any): void;
declare namespace NodeJS {
  interface ErrnoException extends Error {
    errno?: number;
    code?: string;
    path?: string;
    syscall?: string;
  }
  interface ProcessEnv { [name: string]: string | undefined }
  interface Timeout { [name: string]: any }
}
