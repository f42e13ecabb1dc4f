"""Decodes one metagraph as the network's Python SDK does, and prints its name and the median in microseconds.

usage: metagraph_python.py METADATA ANSWER

METADATA is a V15 file, ANSWER what `SubnetInfoRuntimeApi.get_metagraph` returned. Started by `cargo bench --bench metagraph`.
From bytes to the SDK's own metagraph object, as a call to the chain would do after the answer has come.
"""

import statistics
import sys
import time
from importlib.metadata import version

API, METHOD, SPEC_VERSION, NETUID = "SubnetInfoRuntimeApi", "get_metagraph", 461, 34
ROUNDS = 50


def of_version_11(metadata: bytes):
    from bittensor import metagraph
    from bittensor._transport.codec import RuntimeCodec
    from bittensor._transport.runtime_api import decode_runtime_api_result

    codec = RuntimeCodec(metadata, spec_version=SPEC_VERSION, transaction_version=1)

    def decode(answer: bytes):
        graph = metagraph._build(NETUID, decode_runtime_api_result(codec, API, METHOD, answer), {})
        return len(graph.neurons)

    return decode


def of_version_10(metadata: bytes):
    from async_substrate_interface.types import Runtime, _decode_v15_metadata
    from async_substrate_interface.utils.decoding import scale_decode
    from bittensor.core.chain_data import MetagraphInfo
    from scalecodec.base import RuntimeConfigurationObject
    from scalecodec.type_registry import load_type_registry_preset

    config = RuntimeConfigurationObject(ss58_format=42, implements_scale_info=True)
    config.update_type_registry(load_type_registry_preset(name="core") or {})
    decoder = _decode_v15_metadata(metadata, runtime_config=config)
    config.add_portable_registry(decoder)
    info = {"specVersion": SPEC_VERSION, "transactionVersion": 1}
    runtime = Runtime("bench", decoder, {}, runtime_config=config, metadata_v15=decoder, runtime_info=info)
    output = f"scale_info::{runtime.runtime_api_map[API][METHOD]['output']}"

    def decode(answer: bytes):
        return len(MetagraphInfo.from_dict(scale_decode(output, answer, runtime).value).hotkeys)

    return decode


def main():
    metadata, answer = (open(path, "rb").read() for path in sys.argv[1:3])
    name = version("bittensor")
    decode = (of_version_10 if int(name.split(".")[0]) < 11 else of_version_11)(metadata)
    spans = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        neurons = decode(answer)
        spans.append(time.perf_counter() - begun)
        assert neurons == 256, neurons
    print(f"bittensor {name} {statistics.median(spans) * 1e6:.1f}")


if __name__ == "__main__":
    main()
