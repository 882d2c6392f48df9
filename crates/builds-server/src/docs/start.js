SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  // Would send the document to another server.
  validatorUrl: null,
});
