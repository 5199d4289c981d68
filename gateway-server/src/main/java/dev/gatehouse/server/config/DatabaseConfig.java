package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.MayRefer;
import dev.gatehouse.server.config.bind.ReferenceOnly;
import dev.gatehouse.server.config.bind.Secret;
import java.util.Optional;

/** How to reach PostgreSQL. */
public record DatabaseConfig(
        @Doc("JDBC URL, `jdbc:postgresql://host[:port]/database`, without a password in it.") @MayRefer
        String url,

        @Doc("The role to log in as.") @MayRefer Optional<String> user,

        @Doc("The password of that role.") @ReferenceOnly Optional<Secret> password) {}
