package dev.gatehouse.core.revision;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import java.util.Optional;

/** A non-human principal as the configuration declares it; its credentials live in the database. */
public record Agent(AgentName name, BundleName bundle, Optional<String> owner) {}
