# Serves one local model on loopback, several answers at once; ends with its parent.
import os, signal, sys, threading, time

import xllamacpp as xlc

model, alias, context, threads, port, slots = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:7])
parent = os.getppid()
params = xlc.CommonParams()
params.model.path = model
params.model_alias = alias if isinstance(params.model_alias, str) else {alias}
params.hostnames = ["127.0.0.1"]
params.port = port
params.cpuparams.n_threads = threads
params.cpuparams_batch.n_threads = threads
# Each answer has a context window of its own.
params.n_parallel = slots
params.kv_unified = False
params.n_ctx = context * slots
params.offline = True
params.ui = False
params.cache_ram_mib = 256
server = xlc.Server(params)
print("LISTENING " + server.listening_address, flush=True)
signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
signal.signal(signal.SIGINT, signal.SIG_IGN)
while os.getppid() == parent:
    time.sleep(0.5)
os._exit(0)
