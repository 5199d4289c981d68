package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.KeyKind;
import dev.gatehouse.server.config.bind.Keys;
import java.util.Map;

/** What happens around calls that somebody has to approve. */
public record ApprovalsConfig(
        @Doc("Where a request and its decision are told until it is taken; by a name of your choice.")
        @Keys(KeyKind.NAME)
        Map<String, ChannelConfig> channels) {}
