// Starts Swagger UI on our own document; nothing is fetched from elsewhere.
window.SwaggerUIBundle({ url: "/api/openapi.json", dom_id: "#api", validatorUrl: null });
