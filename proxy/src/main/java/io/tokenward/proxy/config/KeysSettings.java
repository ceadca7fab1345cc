package io.tokenward.proxy.config;

import java.nio.file.Path;

/**
 * Where API keys are kept.
 *
 * @param store JSON lines; may not exist yet
 * @param pepper the secret that hashes of keys are made with
 */
public record KeysSettings(Path store, SecretReference pepper) {}
