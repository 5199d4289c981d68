package dev.gatehouse.server.config.policy;

import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import java.util.List;

/** When calls are allowed. */
public record HoursConfig(
        @Doc("The time zone, such as `Europe/Berlin`.") @Default("UTC")
        String zone,

        @Doc("Hours such as `mon-fri 08:00-18:00`, `sat 22:00-02:00` or `sun 00:00-24:00`.")
        List<String> open) {}
