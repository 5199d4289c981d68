package dev.gatehouse.audit.segment;

import dev.gatehouse.core.json.Json;

/**
 * The first record of an epoch: what the gateway found when it started.
 *
 * @param previous the last position of the epoch before; {@link Position#ZERO} for a new spool
 * @param cutBytes length of the torn end that was cut off, 0 after a clean stop
 * @param openCalls how many calls had no outcome and get one now
 */
public record EpochStart(String gateway, Position previous, long cutBytes, int openCalls) {

    public byte[] toHead() {
        return Json.object()
                .put("gateway", gateway)
                .put("previousEpoch", previous.epoch())
                .put("previousSeq", previous.seq())
                .put("cutBytes", cutBytes)
                .put("openCalls", openCalls)
                .build()
                .bytes();
    }
}
