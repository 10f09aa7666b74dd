# syntax=docker/dockerfile:1
FROM node:26-bookworm-slim AS build
WORKDIR /app
# The packages first, so that a change of the sources does not fetch them again.
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:26-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/examples ./examples
RUN install -d -o node -g node -m 700 /data
USER node
VOLUME /data
# WebSocket, API; operators' port 9081 and UDP from 33400 on: see docs/operations.md
EXPOSE 1900/tcp 9080/tcp
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:9081/healthz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "--max-semi-space-size=64", "dist/src/cli/bin.js"]
CMD ["serve", "--data", "/data", "--json"]
