package dev.gatehouse.core.identity;

/** Says whether what once proved a principal still counts. For those who wait and bring no token anew. */
@FunctionalInterface
public interface Standing {

    /** False once its credentials were revoked or replaced; the expiry of one token says nothing here. */
    boolean isLive(Principal principal);
}
