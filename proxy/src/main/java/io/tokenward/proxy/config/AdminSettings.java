package io.tokenward.proxy.config;

/**
 * The admin API.
 *
 * @param address a loopback address
 * @param credential what its callers have to send
 */
public record AdminSettings(ListenerSettings.Address address, SecretReference credential) {}
