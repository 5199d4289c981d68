package dev.gatehouse.audit.sink;

import dev.gatehouse.core.identity.Confidential;
import java.net.URI;

/**
 * An application of Microsoft Entra that proves itself with a secret.
 *
 * @param login where tokens are asked for, without a path: another one in other clouds than the public one
 * @param scope what for
 */
public record EntraClient(URI login, String tenant, String clientId, Confidential secret, String scope) {}
